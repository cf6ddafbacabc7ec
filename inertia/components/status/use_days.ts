import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'
import type { StatusComponent, StatusDay } from '~/components/status/types'

/** Words for a day of a component: "3 March 2026: down for 30 minutes". */
export function useDays() {
  const { t } = useTranslation()
  const { date } = useFormat()

  function outcome(day: StatusDay): string {
    if (day.worst === null) return t('status.day.unmeasured')
    if (day.worst !== 'down') return t(`status.day.${day.worst}`)
    return t('status.day.down', { minutes: Math.max(1, Math.round(day.down_seconds / 60)) })
  }

  function describe(day: StatusDay): string {
    return `${date(day.date)}: ${outcome(day)}`
  }

  function nameOf(component: StatusComponent): string {
    return t(`status.component.${component.kind}`, { location: component.location ?? '' })
  }

  return { outcome, describe, nameOf, date }
}
