/** A text without the one character that PostgreSQL keeps in none; nobody writes it, and a message with it could never be accepted there. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '')

/** The same for every text of a JSON, as it is parsed. */
export const noNul = (_key: string, value: unknown): unknown => typeof value === 'string' ? withoutNul(value) : value
