/** Whether this names a topic, "fund-fees", several by their beginning, "fund-*", or all, "*". */
export function isTopicPattern(text: string): boolean {
  return /^[\w.-]*\*?$/.test(text) && text !== ''
}

/** Whether a topic is one of those that the pattern names. */
export function topicMatches(pattern: string, topic: string): boolean {
  return pattern.endsWith('*') ? topic.startsWith(pattern.slice(0, -1)) : topic === pattern
}
