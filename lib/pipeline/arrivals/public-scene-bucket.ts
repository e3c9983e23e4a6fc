/** The bucket of the scenes that the public topic announces: its messages name paths in it, not the bucket. */
export const PUBLIC_SCENE_BUCKET = 'sentinel-s1-l1c';
