/** The order for a scene of bucket `b` in the near-real-time lane, as the retrieval gets it. */
export function sceneOrderText(product: string, arrivedAt: Date, change: object = {}): string {
  return JSON.stringify({
    type: 'scene-order',
    product,
    scene: { bucket: 'b', location: `scenes/${product}.SAFE` },
    collections: ['s2mp-s1s2'],
    lane: 'nrt',
    arrivedAt: arrivedAt.toISOString(),
    ...change,
  });
}
