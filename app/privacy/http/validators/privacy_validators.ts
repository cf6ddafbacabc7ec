import vine from '@vinejs/vine'

export const setMarketing = vine.create({ is_given: vine.boolean() })

export const askForErasure = vine.create({
  /** The customer's own number, typed in: nobody is forgotten by a slip. */
  number: vine.number().withoutDecimals().positive(),
})

export const holdForm = vine.create({ reason: vine.string().trim().minLength(1).maxLength(1000) })
