/** A text without the one character that PostgreSQL keeps in none; nobody writes it, and a message with it could never be accepted there. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '')

/** The same for every text of a JSON, as it is parsed. */
export const noNul = (_key: string, value: unknown): unknown => typeof value === 'string' ? withoutNul(value) : value

/** Whether there may be one in this JSON, where it stands written out only: to look at every value costs as much as all else in reading it. */
export const mayHaveNul = (json: string): boolean => json.includes('\\u0000')

/** Parses JSON whose texts are without the character. Throws SyntaxError. */
export const parseWithoutNul = (json: string): unknown => mayHaveNul(json) ? JSON.parse(json, noNul) : JSON.parse(json)
