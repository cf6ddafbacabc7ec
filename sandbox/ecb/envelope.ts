import { ratesOf } from './rates.ts'

type Options = { variant: number; breaksRate: boolean }

/** The document as the bank writes it. The daily one is set in lines, the history in one. */
export function envelope(days: string[], { variant, breaksRate }: Options): string {
  const cubes = days
    .map((day) => `<Cube time="${day}">${rateCubes(day, { variant, breaksRate })}</Cube>`)
    .join('')
  return `<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender>\
<gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>${cubes}</Cube></gesmes:Envelope>`
}

function rateCubes(day: string, { variant, breaksRate }: Options): string {
  return ratesOf(day, variant)
    .map(({ currency, rate }) => {
      const shown = breaksRate && currency === 'JPY' ? 'N/A' : rate
      return `<Cube currency="${currency}" rate="${shown}"/>`
    })
    .join('')
}
