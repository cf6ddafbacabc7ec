import { usePage } from '@inertiajs/vue3'
import { useTranslation } from '~/i18n/use_translation'
import type { SharedProps } from '~/shared_props'

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const nowSeconds = 10

/** Instants in the reader's language and zone. */
export function useInstant() {
  const { locale } = useTranslation()
  const page = usePage<SharedProps>()

  /** An instant, exactly, in the zone that its reader chose; before anybody signed in that of the browser. */
  function instant(text: string): string {
    const timeZone = knownZone(page.props.viewer?.time_zone)
    return new Intl.DateTimeFormat(locale.value, {
      dateStyle: 'medium',
      timeStyle: 'medium',
      timeZone,
    }).format(new Date(text))
  }

  /** How long ago, or until when: "3 hours ago". */
  function relative(text: string, now: Date): string {
    const seconds = Math.round((new Date(text).getTime() - now.getTime()) / 1000)
    const formatter = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' })
    // Two clocks are never quite together: what was just now must not lie in the future.
    if (Math.abs(seconds) < nowSeconds) return formatter.format(0, 'second')
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
    return formatter.format(Math.trunc(seconds / size), unit)
  }

  return { instant, relative }
}

/** Zones get new names, which an older browser does not know. */
function knownZone(zone: string | undefined): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return undefined
  }
}
