import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'

/** Values by the names of the game's variables; which of them there are, and what each may be, its panel says. An empty one arrives as null. */
export const changeStartupBody = vine.create({
  image: singleLine(191).optional(),
  variables: vine.record(vine.string().maxLength(2000).nullable()).optional(),
})

export const startSessionBody = vine.create({ image: singleLine(200).optional() })
