import type { Invoice } from '@e-invoice-eu/core'
import type {
  EInvoice,
  EInvoiceLine,
  EInvoiceParty,
  EInvoiceTax,
} from '#app/billing/domain/einvoice/einvoice'

/** The document in the form that `@e-invoice-eu/core` takes: UBL's names, texts as values, attributes behind `@`. */
export function libraryInvoice(invoice: EInvoice, customizationId: string): Invoice {
  const { currency, nationalTax } = invoice
  const document = {
    'cbc:CustomizationID': customizationId,
    'cbc:ProfileID': 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    'cbc:ID': invoice.number,
    'cbc:IssueDate': invoice.issuedOn,
    ...(invoice.dueOn ? { 'cbc:DueDate': invoice.dueOn } : {}),
    'cbc:InvoiceTypeCode': invoice.typeCode,
    // UBL has one note at most (UBL-SR), so that several laws share it.
    ...(invoice.notes.length > 0 ? { 'cbc:Note': [invoice.notes.join(' ')] } : {}),
    'cbc:DocumentCurrencyCode': currency,
    ...(nationalTax ? { 'cbc:TaxCurrencyCode': nationalTax.currency } : {}),
    'cbc:BuyerReference': invoice.buyerReference,
    ...(invoice.corrects
      ? {
          'cac:BillingReference': [
            {
              'cac:InvoiceDocumentReference': {
                'cbc:ID': invoice.corrects.number,
                'cbc:IssueDate': invoice.corrects.issuedOn,
              },
            },
          ],
        }
      : {}),
    'cac:AccountingSupplierParty': { 'cac:Party': seller(invoice.seller) },
    'cac:AccountingCustomerParty': { 'cac:Party': buyer(invoice.buyer) },
    ...delivery(invoice),
    'cac:PaymentMeans': [paymentMeans(invoice)],
    'cac:TaxTotal': [
      { ...amount('cbc:TaxAmount', invoice.taxTotal, currency), 'cac:TaxSubtotal': invoice.taxes.map((tax) => taxSubtotal(tax, currency)) }, // prettier-ignore
      ...(nationalTax ? [amount('cbc:TaxAmount', nationalTax.total, nationalTax.currency)] : []),
    ],
    'cac:LegalMonetaryTotal': {
      ...amount('cbc:LineExtensionAmount', invoice.netTotal, currency),
      ...amount('cbc:TaxExclusiveAmount', invoice.netTotal, currency),
      ...amount('cbc:TaxInclusiveAmount', invoice.grossTotal, currency),
      ...(Number(invoice.prepaid) > 0 ? amount('cbc:PrepaidAmount', invoice.prepaid, currency) : {}),
      ...amount('cbc:PayableAmount', invoice.payable, currency),
    },
    'cac:InvoiceLine': invoice.lines.map((line) => invoiceLine(line, currency)),
  }
  // The library's types spell out each code list; its own schema checks the object before anything is written.
  return { 'ubl:Invoice': document } as unknown as Invoice
}

function amount(name: string, value: string, currency: string): Record<string, string> {
  return { [name]: value, [`${name}@currencyID`]: currency }
}

function party({ endpoint, ...given }: EInvoiceParty) {
  return {
    ...(endpoint ? { 'cbc:EndpointID': endpoint.value, 'cbc:EndpointID@schemeID': endpoint.scheme } : {}),
    'cac:PostalAddress': {
      ...(given.street ? { 'cbc:StreetName': given.street } : {}),
      ...(given.city ? { 'cbc:CityName': given.city } : {}),
      ...(given.postalCode ? { 'cbc:PostalZone': given.postalCode } : {}),
      ...(given.region ? { 'cbc:CountrySubentity': given.region } : {}),
      'cac:Country': { 'cbc:IdentificationCode': given.country },
    },
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': given.name,
      ...(given.registration ? { 'cbc:CompanyID': given.registration } : {}),
    },
    'cac:Contact': {
      ...(given.contact.name ? { 'cbc:Name': given.contact.name } : {}),
      ...(given.contact.phone ? { 'cbc:Telephone': given.contact.phone } : {}),
      ...(given.contact.email ? { 'cbc:ElectronicMail': given.contact.email } : {}),
    },
    ...(given.tradingName ? { 'cac:PartyName': { 'cbc:Name': given.tradingName } } : {}),
  }
}

const taxScheme = { 'cac:TaxScheme': { 'cbc:ID': 'VAT' } }
/** Any other code than VAT says BT-32; CII writes it FC, "fiscal number". */
const fiscalScheme = { 'cac:TaxScheme': { 'cbc:ID': 'FC' } }

function seller(given: EInvoiceParty) {
  const { vatId, taxNumber } = given
  const schemes = [
    ...(vatId ? [{ 'cbc:CompanyID': vatId, ...taxScheme }] : []),
    ...(taxNumber ? [{ 'cbc:CompanyID': taxNumber, ...fiscalScheme }] : []),
  ]
  return { ...party(given), ...(schemes.length > 0 ? { 'cac:PartyTaxScheme': schemes } : {}) }
}

function buyer(given: EInvoiceParty) {
  return {
    ...party(given),
    ...(given.vatId ? { 'cac:PartyTaxScheme': { 'cbc:CompanyID': given.vatId, ...taxScheme } } : {}),
  }
}

function delivery({ delivery: given }: EInvoice) {
  if (!given) return {}
  const { on, to } = given
  const address = to && {
    ...(to.city ? { 'cbc:CityName': to.city } : {}),
    ...(to.postalCode ? { 'cbc:PostalZone': to.postalCode } : {}),
    'cac:Country': { 'cbc:IdentificationCode': to.country },
  }
  return {
    'cac:Delivery': {
      'cbc:ActualDeliveryDate': on,
      ...(address ? { 'cac:DeliveryLocation': { 'cac:Address': address } } : {}),
    },
  }
}

function paymentMeans({ payment }: EInvoice) {
  const basics = { 'cbc:PaymentMeansCode': payment.code, 'cbc:PaymentID': payment.reference }
  if (payment.code !== '58') return basics
  return {
    ...basics,
    'cac:PayeeFinancialAccount': {
      'cbc:ID': payment.iban,
      'cbc:Name': payment.holder,
      ...(payment.bic ? { 'cac:FinancialInstitutionBranch': { 'cbc:ID': payment.bic } } : {}),
    },
  }
}

function taxSubtotal(tax: EInvoiceTax, currency: string) {
  return {
    ...amount('cbc:TaxableAmount', tax.taxable, currency),
    ...amount('cbc:TaxAmount', tax.amount, currency),
    'cac:TaxCategory': {
      'cbc:ID': tax.category,
      ...(tax.percent === null ? {} : { 'cbc:Percent': tax.percent }),
      ...(tax.exemption?.code ? { 'cbc:TaxExemptionReasonCode': tax.exemption.code } : {}),
      ...(tax.exemption ? { 'cbc:TaxExemptionReason': tax.exemption.reason } : {}),
      ...taxScheme,
    },
  }
}

function invoiceLine(line: EInvoiceLine, currency: string) {
  return {
    'cbc:ID': line.id,
    'cbc:InvoicedQuantity': line.quantity,
    'cbc:InvoicedQuantity@unitCode': 'C62',
    ...amount('cbc:LineExtensionAmount', line.netAmount, currency),
    ...(line.period
      ? { 'cac:InvoicePeriod': { 'cbc:StartDate': line.period.firstOn, 'cbc:EndDate': line.period.lastOn } }
      : {}),
    ...(line.allowances.length > 0
      ? {
          'cac:AllowanceCharge': line.allowances.map((allowance) => ({
            'cbc:ChargeIndicator': 'false',
            'cbc:AllowanceChargeReasonCode': '95',
            'cbc:AllowanceChargeReason': allowance.reason,
            ...amount('cbc:Amount', allowance.amount, currency),
          })),
        }
      : {}),
    'cac:Item': {
      'cbc:Name': line.name,
      'cac:ClassifiedTaxCategory': {
        'cbc:ID': line.category,
        ...(line.percent === null ? {} : { 'cbc:Percent': line.percent }),
        ...taxScheme,
      },
    },
    'cac:Price': amount('cbc:PriceAmount', line.unitPrice, currency),
  }
}
