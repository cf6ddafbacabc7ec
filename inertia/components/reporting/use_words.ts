import type { IntervalUnit } from '~/shared_props'
import { useTranslation } from '~/i18n/use_translation'
import type { AuditRow, PaymentRow } from '~/components/reporting/types'

/** Words for what comes as a name: events, kinds of work, actors. A name without a text is shown as it is. */
export function useWords() {
  const { t, has } = useTranslation()

  function word(group: string, name: string): string {
    const key = `reporting.${group}.${name}`
    return has(key) ? t(key) : name.replaceAll(/[._]/g, ' ')
  }

  /** What a kind of fact is called. The page that shows facts names their texts: `messages: ['facts']`. */
  function factName(type: string): string {
    return has(`facts.${type}`) ? t(`facts.${type}`) : type.replaceAll(/[._]/g, ' ')
  }

  function actor({
    actor_kind,
    actor_name,
    impersonator_name = null,
  }: Pick<AuditRow, 'actor_kind' | 'actor_name'> & { impersonator_name?: string | null }): string {
    const kind = word('actors', actor_kind)
    if (impersonator_name && actor_name)
      return t('reporting.in_name_of', { staff: impersonator_name, name: actor_name })
    return actor_name ? `${actor_name} (${kind})` : kind
  }

  function method({ method_brand, method_last4, gateway }: PaymentRow): string {
    if (!method_last4) return gateway
    const brand = method_brand ? method_brand.charAt(0).toUpperCase() + method_brand.slice(1) : gateway
    return `${brand} •••• ${method_last4}`
  }

  function interval(unit: IntervalUnit, count: number): string {
    return t(`ui.interval.${unit}`, { count })
  }

  return { word, factName, actor, method, interval }
}
