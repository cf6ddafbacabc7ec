import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { costKinds } from '#app/provisioning/domain/margin'

export const moveServiceBody = vine.create({
  panel_id: vine.string().maxLength(40),
  reference: singleLine(200),
  node: singleLine(100).nullable().optional(),
  note: singleLine(500),
})

const day = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const setCostBody = vine.create({
  kind: vine.enum(costKinds),
  target_id: vine.string().maxLength(40),
  /** In minor units, for a month. */
  amount: vine.string().regex(/^\d{1,12}$/),
  currency: vine.string().regex(/^[A-Z]{3}$/),
  valid_from: day(),
  valid_until: day().nullable().optional(),
  note: vine.string().trim().maxLength(200).optional(),
})

export const endCostBody = vine.create({ valid_until: day().nullable() })

/** `target`: the id of a panel, a plan or a pool. */
export const listCostsQuery = vine.create({ ...pageRules, target: vine.string().maxLength(40).optional() })

const marginFilters = {
  ...pageRules,
  panel: vine.string().maxLength(40).optional(),
  plan: vine.string().maxLength(40).optional(),
  /** `loss`: what costs more than it brings. */
  result: vine.enum(['loss'] as const).optional(),
}
export const listMarginsQuery = vine.create(marginFilters)

export const sumMarginsQuery = vine.create({ panel: vine.string().maxLength(40).optional() })

export const marginViews = ['margins', 'plans', 'costs'] as const

export const marginPageQuery = vine.create({ ...marginFilters, view: vine.enum(marginViews).optional() })
