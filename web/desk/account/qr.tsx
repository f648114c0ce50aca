import { useMemo } from 'react'
import { encode } from 'uqr'

/** A text as a QR code, drawn here: nobody else sees what is in it. Dark on light in either colour scheme, as cameras want it. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, data } = useMemo(() => encode(text, { border: 2 }), [text])
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => isDark ? `M${x} ${y}h1v1h-1z` : [])).join('')
  return <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width={200} height={200} shapeRendering="crispEdges"><rect width={size} height={size} fill="#fff" /><path d={dark} fill="#000" /></svg>
}
