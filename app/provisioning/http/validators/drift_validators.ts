import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { intervalUnits } from '#app/shared/time/calendar'
import { driftKinds, driftRepairs, driftStatuses } from '#app/provisioning/domain/drift'

const driftsMax = 500
const ids = () => vine.array(vine.string().maxLength(40)).minLength(1).maxLength(driftsMax)

export const listDriftsQuery = vine.create({
  ...pageRules,
  status: vine.enum(driftStatuses).optional(),
  kind: vine.enum(driftKinds).optional(),
  panel: vine.string().maxLength(40).optional(),
  q: vine.string().trim().maxLength(253).optional(),
})

/** Without `repair` each gets the one that is proposed for it. */
export const repairDriftsBody = vine.create({ drift_ids: ids(), repair: vine.enum(driftRepairs).optional() })

export const ignoreDriftsBody = vine.create({ drift_ids: ids(), note: singleLine(500) })

export const adoptServerBody = vine.create({
  customer_id: vine.string().maxLength(40),
  plan_id: vine.string().maxLength(40),
  interval: vine.object({
    unit: vine.enum(intervalUnits),
    count: vine.number().withoutDecimals().min(1).max(36),
  }),
  hostname: vine.string().trim().toLowerCase().minLength(1).maxLength(253),
  options: vine.record(vine.any()).optional(),
  /** The first day that is billed here. */
  bill_from: vine.string().regex(/^\d{4}-\d{2}-\d{2}$/),
})
