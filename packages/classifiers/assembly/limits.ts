/** The greatest activation after quantising. */
export const LIMIT: f32 = 8191;
