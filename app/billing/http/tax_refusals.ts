import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { notFound } from '#app/shared/http/record_id'
import { refuseField } from '#app/shared/http/refuse_field'

/** What can be wrong with a day, a place or a combination, and beside which field that is said. */
const refusals = {
  start_impossible: { field: 'valid_from', detail: 'There is no such day.' },
  starts_too_far_ahead: { field: 'valid_from', detail: 'The first day lies more than ten years ahead.' },
  end_impossible: { field: 'valid_until', detail: 'There is no such day.' },
  ends_before_start: { field: 'valid_until', detail: 'It would end before it begins.' },
  starts_in_past: { field: 'valid_from', detail: 'A rate begins today or later: what was told stays.' },
  overlaps: { field: 'valid_from', detail: 'Another one for the same place holds on some of these days.' },
  ended_already: { field: 'valid_until', detail: 'It has ended already: what was told stays.' },
  ends_in_past: { field: 'valid_until', detail: 'It ends tomorrow at the earliest: what was told stays.' },
  oss_outside_eu: {
    field: 'country',
    detail: 'One Stop Shop registers in a member state of the European Union.',
  },
  region_missing: { field: 'region', detail: 'In the United States each state registers by itself.' },
  region_unknown: { field: 'region', detail: 'There is no such part of this country.' },
  certificate_ended: { field: 'valid_until', detail: 'The certificate has ended already.' },
  too_many_waiting: {
    field: 'file',
    detail: 'Five certificates wait for us already: we look at them first.',
  },
  file_missing: { field: 'file', detail: 'Send the certificate as a file: PDF, PNG or JPEG.' },
  file_too_large: {
    field: 'file',
    detail: 'The file is larger than 5 MB, or a picture of more than 25 million pixels.',
  },
  file_of_other_kind: { field: 'file', detail: 'The file is no complete PDF, PNG or JPEG.' },
  file_infected: { field: 'file', detail: 'A virus was found in the file: it was not taken.' },
  file_not_scanned: {
    field: 'file',
    detail: 'Files cannot be looked through for viruses at the moment: send it again in a few minutes.',
  },
} as const

const missing = [
  'tax_rate_not_found',
  'tax_registration_not_found',
  'tax_exemption_not_found',
  'customer_not_found',
  'no_tax_id',
  'place_not_in_doubt',
  'tax_certificate_not_found',
] as const

export type TaxRefusal = {
  type: keyof typeof refusals | (typeof missing)[number] | 'nobody_to_ask' | 'certificate_decided'
}

export const taxProblems = Object.entries(refusals).map(([code, { detail }]) => ({
  status: 422,
  code,
  when: detail,
}))

/** How each refusal looks over the API. */
export function sendTaxRefusal(ctx: HttpContext, { type }: TaxRefusal): void {
  if (type === 'nobody_to_ask') {
    return sendProblem(ctx, {
      status: 409,
      code: type,
      detail: 'No authority can be asked about this tax id.',
    })
  }
  if (type === 'certificate_decided')
    return sendProblem(ctx, { status: 409, code: type, detail: 'The certificate was decided already.' })
  if (isMissing(type)) return sendProblem(ctx, { status: 404, code: type, detail: 'There is no such thing.' })
  const { field, detail } = refusals[type]
  sendProblem(ctx, { status: 422, code: type, detail, field })
}

/** How each refusal looks in a form: beside its field, in the reader's language. */
export function refuseTaxForm(ctx: HttpContext, { type }: TaxRefusal): never {
  if (isMissing(type)) throw notFound(ctx)
  const message = ctx.i18n.t(`validator.tax_refused.${type}`)
  const field =
    type === 'nobody_to_ask' ? 'tax_id' : type === 'certificate_decided' ? 'reason' : refusals[type].field
  return refuseField(field, message)
}

function isMissing(type: TaxRefusal['type']): type is (typeof missing)[number] {
  return (missing as readonly string[]).includes(type)
}
