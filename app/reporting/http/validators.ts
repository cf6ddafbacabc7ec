import vine from '@vinejs/vine'

const countMax = 3000

export const clockMoveValidator = vine.compile(
  vine.object({
    unit: vine.enum(['hours', 'days', 'months'] as const),
    count: vine.number().withoutDecimals().min(1).max(countMax),
  })
)
