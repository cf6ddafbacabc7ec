import { sql } from 'kysely'
import { toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import { currentTenant } from '#app/shared/database/context'
import { type BankAccount, listBankAccountRows } from '#app/tenancy/index'
import type { Grouped } from '#app/billing/domain/dunning'
import type { InvoiceSnapshot, SellerSnapshot } from '#app/billing/domain/snapshot'

export type InvoicedCustomer = InvoiceSnapshot['customer'] & { id: string; locale: string } & Grouped

/** The customers of a batch, by id, with what an invoice says about them. */
export async function findInvoicedCustomers(ids: string[]): Promise<Map<string, InvoicedCustomer>> {
  const rows = await db
    .selectFrom('customers')
    .select(['id', 'number', 'name', 'company_name', 'street', 'postal_code', 'city', 'region', 'country'])
    .select(['tax_id', 'email', 'locale', 'electronic_address', 'buyer_reference'])
    .select(['group_id as groupId', 'group_since as groupSince'])
    .where('id', '=', sql<string>`any(${toArray('uuid', [...new Set(ids)])}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** The tenant as a seller in a currency: documents name the bank account of theirs. */
export async function findSeller(currency: string): Promise<SellerSnapshot> {
  return (await findSellers())(currency)
}

/** The same for documents in several currencies. A tenant without a brand (its set-up is not finished) sells under its own name. */
export async function findSellers(): Promise<(currency: string) => SellerSnapshot> {
  const seller = await findBrandedSeller()
  const accounts = (await listBankAccountRows()).filter(({ closedAt }) => closedAt === null)
  const known = new Map(accounts.map((account) => [account.currency, { ...seller, bank: bankOf(account) }]))
  return (currency) => known.get(currency) ?? seller
}

function bankOf({ holder, iban, bic, bankName: name }: BankAccount): NonNullable<SellerSnapshot['bank']> {
  return { bic, holder, iban, name }
}

async function findBrandedSeller(): Promise<SellerSnapshot> {
  const brand = await db
    .selectFrom('brands')
    .leftJoin('tax_profiles', 'tax_profiles.tenant_id', 'brands.tenant_id')
    .selectAll('brands')
    .select('tax_profiles.tax_id as seller_tax_id')
    .executeTakeFirst()
  const address = (brand?.address ?? {}) as Record<string, string | null | undefined>
  return {
    accent_color: brand?.accent_color ?? 'blue',
    bank: null,
    brand: brand?.name ?? currentTenant().name,
    city: address.city ?? null,
    company_name: null,
    country: address.country ?? null,
    electronic_address: brand?.electronic_address ?? null,
    email: brand?.support_email ?? '',
    footer: brand?.footer ?? null,
    name: brand?.legal_name ?? currentTenant().name,
    phone: brand?.phone ?? null,
    postal_code: address.postal_code ?? address.postalCode ?? null,
    region: address.region ?? null,
    street: address.street ?? null,
    tax_id: brand?.seller_tax_id ?? brand?.tax_id ?? null,
    website: brand?.website ?? null,
  }
}
