import vine from '@vinejs/vine'

export const addDomainBody = vine.create({
  name: vine.string().trim().toLowerCase().minLength(1).maxLength(253),
})

export const trafficQuery = vine.create({
  hours: vine
    .number()
    .withoutDecimals()
    .min(1)
    .max(24 * 31)
    .optional(),
})

export const addTrafficBody = vine.create({
  gigabytes: vine.number({ strict: true }).withoutDecimals().min(1).max(1_000_000),
})

export const switchPortBody = vine.create({ is_on: vine.boolean({ strict: true }) })
