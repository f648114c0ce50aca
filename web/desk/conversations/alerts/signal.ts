import type { Alerts } from './kept.ts'

let audio: AudioContext | undefined

/** A short quiet tone; two of them for what is urgent. */
function ring(times: number): void {
  audio ??= new AudioContext()
  for (let each = 0; each < times; each++) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const at = audio.currentTime + each * 0.22
    tone.frequency.value = 660
    volume.gain.setValueAtTime(0.08, at)
    volume.gain.exponentialRampToValueAtTime(0.0005, at + 0.18)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + 0.2)
  }
}

/**
 * Tells an agent who may look elsewhere. The notification says that there is something, never what: it is seen on locked
 * screens, too. `tag` keeps one notification a matter.
 */
export function signal({ sound, notification }: Alerts, { said, tag, urgent = false, onChosen }: { said: string; tag: string; urgent?: boolean; onChosen(): void }): void {
  if (sound) ring(urgent ? 2 : 1)
  if (!notification || document.hasFocus() || Notification.permission !== 'granted') return
  const shown = new Notification(said, { tag })
  shown.addEventListener('click', () => {
    window.focus()
    onChosen()
    shown.close()
  })
}
