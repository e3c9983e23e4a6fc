import { BucketAlreadyOwnedByYou, CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { findVvFiles, type VvFileRole } from '../../../lib/sentinel1/vv-files.ts';
import type { Scene } from '../scenes/scene.ts';

/** Of the public archive's owner; on an emulator whoever gives this number as the access key is that account. */
export const PUBLIC_ACCOUNT = '214830741341';
export const PUBLIC_REGION = 'eu-central-1';
const TOPIC = 'SentinelS1L1C';
const TOPIC_ARN = `arn:aws:sns:${PUBLIC_REGION}:${PUBLIC_ACCOUNT}:${TOPIC}`;
const BUCKET = 'sentinel-s1-l1c';

const owner = {
  region: PUBLIC_REGION,
  credentials: { accessKeyId: PUBLIC_ACCOUNT, secretAccessKey: 'test' },
};

/** The archive's files have names that do not say which product they belong to. */
const PUBLIC_PATHS: Readonly<Record<VvFileRole, string>> = {
  manifest: 'manifest.safe',
  annotation: 'annotation/iw-vv.xml',
  calibration: 'annotation/calibration/calibration-iw-vv.xml',
  noise: 'annotation/calibration/noise-iw-vv.xml',
  measurement: 'measurement/iw-vv.tiff',
};

/** The archive on an emulator: its bucket, and its topic under the very name to which the stack subscribes. */
export async function makePublicArchive(): Promise<void> {
  const { TopicArn } = await new SNSClient(owner).send(new CreateTopicCommand({ Name: TOPIC }));
  if (TopicArn !== TOPIC_ARN) throw new Error(`the emulator named the public topic ${TopicArn}, not ${TOPIC_ARN}`);
  const bucket = { Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: PUBLIC_REGION } } as const;
  await new S3Client(owner).send(new CreateBucketCommand(bucket)).catch((error) => {
    // An earlier run has made it.
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  });
}

/** `GRD/2021/8/27/IW/SV/<product>`: month and day without zeros. */
export function publicPath({ product, annotation }: Scene, mode = 'IW'): string {
  const day = new Date(annotation.firstLineTimeUs / 1000);
  return `GRD/${day.getUTCFullYear()}/${day.getUTCMonth() + 1}/${day.getUTCDate()}/${mode}/SV/${product}`;
}

export async function putIntoArchive(scene: Scene): Promise<void> {
  const client = new S3Client(owner);
  const found = findVvFiles([...scene.files.keys()].map((path) => ({ path })));
  for (const [role, { path }] of Object.entries(found) as [VvFileRole, { path: string }][]) {
    const Key = `${publicPath(scene)}/${PUBLIC_PATHS[role]}`;
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: scene.files.get(path) ?? new Uint8Array() }));
  }
}

/** What the archive's owner sends when a product has been added. */
export async function announce(message: Readonly<Record<string, unknown>>): Promise<void> {
  const command = new PublishCommand({
    TopicArn: TOPIC_ARN,
    Subject: 'productAdded',
    Message: JSON.stringify(message),
  });
  await new SNSClient(owner).send(command);
}
