import { z } from 'zod';

/**
 * A schema as JSON Schema draft 7, which AsyncAPI's own schema object extends. Objects are open unless they are strict: members may
 * be added, and a reader passes over those that it does not know.
 */
export function describeSchema(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // The calendar in a regular expression; `format` says the same to people and to validators.
      if (jsonSchema.format === 'date-time') jsonSchema.pattern = 'Z$';
    },
  });
  return described;
}
