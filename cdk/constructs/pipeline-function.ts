import { Duration } from 'aws-cdk-lib';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  type LayerVersion,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName, VARIABLES_OF } from '../../functions/environment.ts';
import type { Deployment } from '../deployment.ts';
import { FUNCTION_LIMITS, LOG_RETENTION_DAYS } from '../limits.ts';

export interface PipelineFunctionProps<F extends FunctionName> {
  readonly name: F;
  /** Folder of the bundle. */
  readonly codeFolder: string;
  readonly architecture: Deployment['architecture'];
  readonly layers?: LayerVersion[];
  /** Exactly the variables that the function reads (functions/environment.ts). */
  readonly environment: Readonly<Record<(typeof VARIABLES_OF)[F][number], string>>;
}

export const RUNTIME = Runtime.NODEJS_24_X;

export function architectureOf(name: Deployment['architecture']): Architecture {
  return name === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
}

/** A function with its log group, sized by cdk/limits.ts. */
export class PipelineFunction<F extends FunctionName> extends Construct {
  readonly lambda: LambdaFunction;
  private readonly batchSize: number;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps<F>) {
    super(scope, id);
    const limits = FUNCTION_LIMITS[props.name];
    this.batchSize = limits.batchSize;
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: RUNTIME,
      architecture: architectureOf(props.architecture),
      code: Code.fromAsset(props.codeFolder),
      handler: 'index.handler',
      layers: props.layers ?? [],
      memorySize: limits.memoryMb,
      timeout: Duration.seconds(limits.timeoutS),
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      logGroup: new LogGroup(this, 'Logs', { retention: LOG_RETENTION_DAYS satisfies RetentionDays }),
      loggingFormat: LoggingFormat.JSON,
    });
  }

  /**
   * Lets the function work on a queue. `maxConcurrency` limits the work here and not by reserved concurrency, whose
   * throttling would send good messages to the dead-letter queue.
   */
  reads(queue: Queue, maxConcurrency?: number): void {
    this.lambda.addEventSource(
      new SqsEventSource(queue, {
        batchSize: this.batchSize,
        reportBatchItemFailures: true,
        ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      }),
    );
  }
}
