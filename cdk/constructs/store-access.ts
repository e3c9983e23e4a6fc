import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Parts of the bucket that a function writes; the first folder of the keys. */
export type WrittenFolder = 'acquisitions' | 'collections' | 'ledger' | 'receipts' | 'statistics';

/**
 * Reading any object and listing. Without the right to list, S3 answers 403 instead of 404 for a missing key, and
 * absence could not be told from a denied access.
 */
export function allowReading(reader: IGrantable, bucketArn: string): void {
  reader.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] }),
  );
  reader.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${bucketArn}/*`] }),
  );
}

/** Nobody may delete: what is superseded stays until its version expires. */
export function allowWriting(writer: IGrantable, bucketArn: string, folders: readonly WrittenFolder[]): void {
  writer.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['s3:PutObject'],
      resources: folders.map((folder) => `${bucketArn}/${folder}/*`),
    }),
  );
}
