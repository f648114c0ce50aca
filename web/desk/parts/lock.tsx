/** Marks what never reaches a customer; words beside it say so. */
export function Lock() {
  return (
    <svg width="0.9em" height="0.9em" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden focusable="false" style={{ verticalAlign: '-0.1em', flexShrink: 0 }}>
      <rect x="2.5" y="7" width="11" height="7.5" rx="1.5" /><path d="M5 7V4.8a3 3 0 0 1 6 0V7" />
    </svg>
  )
}
