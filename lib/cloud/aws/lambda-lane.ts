import {
  GetEventSourceMappingCommand,
  type LambdaClient,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import type { LaneControl, LaneWidth } from '../lane-control.ts';

/** A lane that is an event source mapping of Lambda. */
export class LambdaLane implements LaneControl {
  readonly #client: LambdaClient;
  readonly #mapping: string;

  /** @param mapping UUID of the event source mapping */
  constructor(client: LambdaClient, mapping: string) {
    this.#client = client;
    this.#mapping = mapping;
  }

  async width(): Promise<LaneWidth> {
    const found = await this.#client.send(new GetEventSourceMappingCommand({ UUID: this.#mapping }));
    const { State = '', ScalingConfig } = found;
    // While it changes it is `Enabling`, `Disabling` or `Updating`: the last keeps it open.
    return { enabled: !/^Disabl/.test(State), maximumConcurrency: ScalingConfig?.MaximumConcurrency };
  }

  async open(maximumConcurrency: number): Promise<void> {
    await this.#update({ Enabled: true, ScalingConfig: { MaximumConcurrency: maximumConcurrency } });
  }

  async close(): Promise<void> {
    await this.#update({ Enabled: false });
  }

  async #update(change: Omit<UpdateEventSourceMappingCommandInput, 'UUID'>): Promise<void> {
    await this.#client.send(new UpdateEventSourceMappingCommand({ UUID: this.#mapping, ...change }));
  }
}
