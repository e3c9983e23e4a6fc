import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { acknowledgeObjects } from './acknowledge-objects.ts';

/** Parts of the bucket that a function reads or writes; the first folder of the keys. */
export type StoreFolder =
  | 'acquisitions'
  | 'budget'
  | 'collections'
  | 'landcover'
  | 'ledger'
  | 'receipts'
  | 'statistics';

/**
 * Reading objects, and listing. Without the right to list the whole bucket, S3 answers 403 instead of 404 for a missing
 * key (a condition on the prefix would not do), and absence could not be told from a denied access.
 *
 * @param folders absent = any object
 */
export function allowReading(reader: Role, bucketArn: string, folders?: readonly StoreFolder[]): void {
  allow(reader, 's3:ListBucket', [bucketArn]);
  const objects = folders?.map((folder) => `${bucketArn}/${folder}/*`) ?? [`${bucketArn}/*`];
  allow(reader, 's3:GetObject', objects);
  acknowledgeObjects(reader, objects);
}

/** Nobody may delete: what is superseded stays until its version expires. */
export function allowWriting(writer: Role, bucketArn: string, folders: readonly StoreFolder[]): void {
  const objects = folders.map((folder) => `${bucketArn}/${folder}/*`);
  allow(writer, 's3:PutObject', objects);
  acknowledgeObjects(writer, objects);
}

function allow(role: Role, action: string, resources: string[]): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources }));
}
