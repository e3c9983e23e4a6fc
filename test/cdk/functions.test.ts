import { describe, expect, it } from 'vitest';
import { readEnvironment, VARIABLES_OF } from '../../functions/environment.ts';
import { idOf, LAMBDA, propertiesOf, synthesize } from './template.ts';

const template = synthesize();
const lambda = (name: string) => idOf(template, LAMBDA, `${name}Function`);
const FUNCTIONS = [
  ['Intake', 'intake', 1024, 60],
  ['Retrieve', 'retrieve', 3538, 120],
  ['FanOut', 'fan-out', 512, 30],
  ['Statistics', 'statistics', 1769, 300],
  ['BudgetGuard', 'budget-guard', 512, 300],
] as const;

/** Variables as the function will find them, with something in the place of what only AWS knows. */
function variablesOf(id: string): Record<string, string> {
  const { Variables } = propertiesOf(template, LAMBDA, lambda(id)).Environment;
  const known = (name: string, value: unknown) =>
    typeof value === 'string' ? value : name.endsWith('_URL') ? 'https://sqs.example.org/queue' : 'arn:of-something';
  return Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, known(name, value)]));
}

describe('every function', () => {
  it.each(FUNCTIONS)('%s runs on Node 24 with its size and nothing reserved', (id, _, memory, timeout) => {
    const properties = propertiesOf(template, LAMBDA, lambda(id));
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      Handler: 'index.handler',
      MemorySize: memory,
      Timeout: timeout,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: idOf(template, 'AWS::Logs::LogGroup', id) } },
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(properties).not.toHaveProperty('EphemeralStorage');
  });

  it.each(FUNCTIONS)('%s has exactly the variables it reads, and can read them', (id, name) => {
    const { NODE_OPTIONS, POWERTOOLS_SERVICE_NAME, ...variables } = variablesOf(id);
    expect({ NODE_OPTIONS, POWERTOOLS_SERVICE_NAME }).toEqual({
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: name,
    });
    expect(Object.keys(variables).sort()).toEqual([...VARIABLES_OF[name], 'POWERTOOLS_METRICS_NAMESPACE'].sort());
    expect(readEnvironment(name, variables)).toHaveProperty('BUCKET');
    const { Variables } = propertiesOf(template, LAMBDA, lambda(id)).Environment;
    expect(Variables.POWERTOOLS_METRICS_NAMESPACE).toEqual({ Ref: 'AWS::StackName' });
  });

  it('is told the configuration, the prices and the budget of the deployment', () => {
    const { CONFIGURATION, PRICES } = readEnvironment('retrieve', variablesOf('Retrieve'));
    expect(CONFIGURATION.areasOfInterest[0]?.name).toBe('montpellier');
    expect(PRICES).toEqual({ gbSecondUsd: 1.66667e-5, requestUsd: 2e-7, readUsd: 4e-7, writeUsd: 5e-6 });
    expect(readEnvironment('budget-guard', variablesOf('BudgetGuard')).BUDGET).toEqual({
      monthlyUsd: 100,
      lowerAtShare: 0.8,
      bulkConcurrency: 4,
    });
  });

  it('has no layers but the retrieval, which has runtime and network', () => {
    const layers = Object.values(template.findResources(LAMBDA)).map(
      ({ Properties }) => Properties.Layers?.length ?? 0,
    );
    expect(layers.sort()).toEqual([0, 0, 0, 0, 2]);
    expect(propertiesOf(template, LAMBDA, lambda('Retrieve')).Layers).toHaveLength(2);
  });

  it('keeps its log for a month, and no longer than the stack', () => {
    template.allResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  it.each(FUNCTIONS)('%s raises an alarm when it crashes, and when it is throttled for a quarter of an hour', (id) => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties)
      .filter(({ Dimensions }) => Dimensions?.[0].Value.Ref === lambda(id))
      .map(({ MetricName, Statistic, Threshold, Period, EvaluationPeriods, TreatMissingData }) => [
        MetricName,
        Statistic,
        Threshold,
        Period * EvaluationPeriods,
        TreatMissingData,
      ]);
    expect(alarms).toEqual([
      ['Errors', 'Sum', 1, 300, 'notBreaching'],
      ['Throttles', 'Sum', 1, 900, 'notBreaching'],
    ]);
  });
});
