import vine from '@vinejs/vine'

/** Which of a customer's keys a new system is to accept. */
export const chosenKeys = () => vine.array(vine.string().maxLength(40)).maxLength(20)

export const addSshKeyBody = vine.create({
  name: vine
    .string()
    .trim()
    .maxLength(100)
    .regex(/^[^\p{Cc}]*$/u)
    .optional(),
  public_key: vine.string().trim().minLength(1).maxLength(12_000),
})
