/** In vacuum, m s⁻¹ (exact by the definition of the metre). */
export const SPEED_OF_LIGHT = 299_792_458;
