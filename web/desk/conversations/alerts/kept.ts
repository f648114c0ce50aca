/** How this browser tells of customers while the agent looks elsewhere. Both are off until asked for. */
export type Alerts = { sound: boolean; notification: boolean }

const key = 'shouwen.desk.alerts'
const isOn = (value: unknown, name: keyof Alerts) => typeof value === 'object' && value !== null && Reflect.get(value, name) === true

export function keptAlerts(): Alerts {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return { sound: isOn(kept, 'sound'), notification: isOn(kept, 'notification') && 'Notification' in globalThis && Notification.permission === 'granted' }
  } catch {
    return { sound: false, notification: false }
  }
}

export function keepAlerts(alerts: Alerts): void {
  try {
    localStorage.setItem(key, JSON.stringify(alerts))
  } catch {
    // A browser that keeps nothing has them for this page.
  }
}
