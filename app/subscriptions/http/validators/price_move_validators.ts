import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'

const wish = {
  price_ids: vine.array(vine.string().maxLength(40)).minLength(1).maxLength(100),
  /** A calendar date of the tenant's zone; absent: as early as the days of notice let. */
  starts_on: vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  tells_all: vine.boolean().optional(),
}

export const previewPriceMoveBody = vine.create(wish)

export const createPriceMoveBody = vine.create({
  ...wish,
  expected: vine.object({
    count: vine.number().withoutDecimals().min(1),
    new_amount: vine.string().regex(/^\d{1,18}$/),
  }),
})

export const withdrawPriceMoveBody = vine.create({ reason: singleLine(200) })

export const listPriceMovesQuery = vine.create(pageRules)
