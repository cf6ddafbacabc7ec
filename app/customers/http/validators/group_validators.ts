import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'

const words = () => ({
  /** Small letters, digits and hyphens: how programs name the group. */
  code: vine
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: singleLine(100),
})

export const newGroupForm = vine.create(words())
export const changedGroupForm = vine.create({ version: vine.number().withoutDecimals().min(1), ...words() })
export const moveCustomerForm = vine.create({ group_id: vine.string().maxLength(40).nullable() })
export const listGroupsQuery = vine.create(pageRules)
