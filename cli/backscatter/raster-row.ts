/** What a person wants to know of one scene's raster. */
export interface RasterRow {
  readonly scene: string;
  readonly product: string;
  readonly path: string;
  /** `kept`: a finished file of the same inputs was there. */
  readonly state: 'made' | 'kept';
  readonly inputs: string;
  readonly width?: number;
  readonly height?: number;
  /** Pixels of 100 m that have a value. */
  readonly pixels?: number;
  readonly seconds: number;
  readonly remarks: readonly string[];
}

/** A scene without a raster, and why. `rejected`: the input's fault; `failed`: anything else, may pass. */
export interface RefusedScene {
  readonly scene: string;
  readonly state: 'rejected' | 'failed';
  readonly reason?: string;
  readonly message: string;
}
