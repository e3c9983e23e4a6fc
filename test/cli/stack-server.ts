import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** DescribeStacks of CloudFormation's query protocol, for one stack with these outputs; every other name is refused as AWS does. */
export async function serveStack(
  name: string,
  outputs: Readonly<Record<string, string>>,
): Promise<AsyncDisposable & { readonly endpoint: string; readonly regions: string[] }> {
  const regions: string[] = [];
  const server = createServer((request, response) => {
    let form = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      form += text;
    });
    request.on('end', () => {
      regions.push(/Credential=\w+\/\d+\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '');
      const asked = new URLSearchParams(form).get('StackName');
      if (asked !== name) {
        const message = `Stack with id ${asked} does not exist`;
        response.writeHead(400, { 'content-type': 'text/xml' });
        response.end(
          `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
        );
        return;
      }
      const members = Object.entries(outputs).map(
        ([key, value]) =>
          `<member><OutputKey>${key}</OutputKey><OutputValue>${value.replaceAll('&', '&amp;')}</OutputValue></member>`,
      );
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    regions,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
