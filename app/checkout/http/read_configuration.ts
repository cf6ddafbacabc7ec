import type { IntervalUnit } from '#app/shared/time/calendar'
import { type Configuration, readChoices } from '#app/catalogue/index'
import { readId } from '#app/shared/ids'

interface ConfigurationOnWire {
  plan_id: string
  interval: { unit: IntervalUnit; count: number }
  hostname: string
  options?: Record<string, unknown>
  trial?: boolean | undefined
}

/** An id that is none names no plan, and values that are no choice choose nothing that exists: the catalogue refuses both. */
export function readConfiguration(wire: ConfigurationOnWire): Omit<Configuration, 'currency'> {
  return {
    planId: readId('plan', wire.plan_id) ?? '',
    interval: wire.interval,
    hostname: wire.hostname,
    ...(wire.trial ? { trial: true } : {}),
    options: readChoices(wire.options ?? {}),
  }
}
