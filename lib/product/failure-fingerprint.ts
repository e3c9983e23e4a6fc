import { createHash } from 'node:crypto';

/**
 * Groups failures of one cause: the same for the same error at the same stage, whatever scene, number or key it
 * speaks of. 12 hexadecimal digits.
 */
export function failureFingerprint(stage: string, error: { readonly name: string; readonly message: string }): string {
  const shape = error.message
    .replace(/\S*[/\\]\S*/g, '<path>')
    .replace(/S1[A-Z]_\w+/g, '<product>')
    .replace(/[0-9a-fA-F]{8,}/g, '<hex>')
    .replace(/-?\d+(?:\.\d+)?/g, '<number>');
  return createHash('sha256')
    .update(JSON.stringify([stage, error.name, shape]))
    .digest('hex')
    .slice(0, 12);
}
