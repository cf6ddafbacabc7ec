/** What an invoice has to say by law when tax is not collected, in the language of the customer. */
export type TaxNote = 'reverse_charge' | 'outside_scope' | 'exempt' | 'not_taxable' | 'small_business'

/** The words of Directive 2006/112/EC, Art. 226 no. 11a, as each language's version has them. */
const reverseCharge: Record<string, string> = {
  bg: 'Обратно начисляване', cs: 'Daň odvede zákazník', da: 'Omvendt betalingspligt', de: 'Steuerschuldnerschaft des Leistungsempfängers',
  el: 'Αντίστροφη επιβάρυνση', en: 'Reverse charge', es: 'Inversión del sujeto pasivo', et: 'Pöördmaksustamine', fi: 'Käännetty verovelvollisuus',
  fr: 'Autoliquidation', hr: 'Prijenos porezne obveze', hu: 'Fordított adózás', it: 'Inversione contabile', lt: 'Atvirkštinis apmokestinimas',
  lv: 'Nodokļa apgrieztā maksāšana', mt: 'Inverżjoni tal-ħlas', nl: 'Btw verlegd', pl: 'Odwrotne obciążenie', pt: 'Autoliquidação',
  ro: 'Taxare inversă', sk: 'Prenesenie daňovej povinnosti', sl: 'Obrnjena davčna obveznost', sv: 'Omvänd betalningsskyldighet',
} // prettier-ignore

const others: Record<Exclude<TaxNote, 'reverse_charge'>, { en: string; de: string }> = {
  outside_scope: { en: 'Not subject to EU VAT', de: 'Nicht im Inland steuerbare Leistung' },
  exempt: { en: 'Exempt from tax, certificate', de: 'Steuerbefreit, Bescheinigung' },
  not_taxable: { en: 'Not taxable in this jurisdiction', de: 'In diesem Steuergebiet nicht steuerpflichtig' },
  small_business: {
    en: 'VAT exempt: special scheme for small enterprises',
    de: 'Steuerfrei nach der Kleinunternehmerregelung',
  },
}

/** @param locale of the customer: `de`, `de-AT`; English where a language is not known */
export function taxNote(note: TaxNote, locale: string): string {
  const language = locale.slice(0, 2).toLowerCase()
  if (note === 'reverse_charge') return reverseCharge[language] ?? reverseCharge.en!
  return language === 'de' ? others[note].de : others[note].en
}
