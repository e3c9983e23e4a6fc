import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Alarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, type LayerVersion, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, VARIABLES_OF } from '../../functions/environment.ts';
import type { Deployment } from '../deployment.ts';
import { type FunctionLimits, LOG_RETENTION_DAYS } from '../limits.ts';
import { alarmAt } from './alarm-at.ts';
import { functionRow } from './function-row.ts';
import { architectureOf, RUNTIME } from './runtime.ts';
import type { Watched } from './watched.ts';

export interface PipelineFunctionProps<F extends FunctionName> {
  readonly name: F;
  /** Folder of the bundle. */
  readonly codeFolder: string;
  readonly architecture: Deployment['architecture'];
  readonly limits: FunctionLimits;
  readonly layers?: LayerVersion[];
  /** Values of the variables that the function reads (functions/environment.ts); it is given no other. */
  readonly environment: Environment<F>;
}

export type Environment<F extends FunctionName> = Readonly<Record<(typeof VARIABLES_OF)[F][number], string>>;

/**
 * A function with its log group, its alarms, and a role that starts with no right but to write that log and to send
 * traces. It reserves no concurrency: what works at a time is limited where messages are read.
 */
export class PipelineFunction<F extends FunctionName> extends Construct implements Watched {
  readonly name: F;
  readonly lambda: LambdaFunction;
  readonly role: Role;
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, props: PipelineFunctionProps<F>) {
    super(scope, id);
    this.name = props.name;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: LOG_RETENTION_DAYS satisfies RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Of its own, for Lambda's managed policy would let it write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.lambda = new LambdaFunction(this, 'Function', {
      role: this.role,
      runtime: RUNTIME,
      architecture: architectureOf(props.architecture),
      code: Code.fromAsset(props.codeFolder),
      handler: 'index.handler',
      layers: props.layers ?? [],
      memorySize: props.limits.memoryMb,
      timeout: Duration.seconds(props.limits.timeoutS),
      tracing: Tracing.ACTIVE,
      environment: {
        ...variablesOf(props.name, props.environment),
        NODE_OPTIONS: '--enable-source-maps',
        // Metrics of two stacks in one account stay apart.
        POWERTOOLS_METRICS_NAMESPACE: Aws.STACK_NAME,
        POWERTOOLS_SERVICE_NAME: props.name,
      },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources: xray:PutTraceSegments and xray:PutTelemetryRecords can only be allowed on *.',
    });
    this.alarms = this.#alarms(props.name);
    this.widgets = functionRow(props.name, this.lambda);
  }

  /** A failed message is no error here, for it is answered; only a crash, a timeout or a start that failed is. */
  #alarms(name: string): Alarm[] {
    const sum = { period: Duration.minutes(5), statistic: 'Sum' };
    return [
      alarmAt(this, 'ErrorAlarm', {
        description: `The function ${name} crashed, ran into its timeout or could not start. See its log.`,
        metric: this.lambda.metricErrors(sum),
        threshold: 1,
      }),
      alarmAt(this, 'ThrottleAlarm', {
        description: `Throttled for 15 min: ${name}. Raise the account's concurrency, or narrow the lanes.`,
        metric: this.lambda.metricThrottles(sum),
        threshold: 1,
        periods: 3,
      }),
    ];
  }
}

function variablesOf<F extends FunctionName>(name: F, environment: Environment<F>): Record<string, string> {
  const names: readonly (typeof VARIABLES_OF)[F][number][] = VARIABLES_OF[name];
  return Object.fromEntries(names.map((variable) => [variable, environment[variable]]));
}
