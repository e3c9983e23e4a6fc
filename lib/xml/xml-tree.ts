/** One element of a document. Namespace prefixes are dropped from all names; comments and instructions are left out. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** In document order. */
  readonly children: readonly XmlNode[];
  /** All runs of character data that are not blank, entities resolved, joined and not trimmed. */
  readonly text: string;
}

/** Why a text is no document that is accepted: a part of a sentence about the file. */
export class XmlFault extends Error {
  readonly tag = 'XmlFault';
}
