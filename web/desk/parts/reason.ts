/** Why the gate stops or completes a text, without the id of its kind, which is for programs. */
export function gateReason(reason: string): string {
  return reason.replace(/^[\w.-]+: /, '')
}
