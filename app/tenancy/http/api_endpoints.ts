import type { Endpoint } from '#app/shared/http/endpoint'
import { bankAccountShape } from '#app/tenancy/http/transformers/bank_account_transformers'
import { companyShape } from '#app/tenancy/http/transformers/company_transformers'
import {
  changeBankAccountForm,
  openBankAccountForm,
} from '#app/tenancy/http/validators/bank_account_validators'
import { changeCompanyForm } from '#app/tenancy/http/validators/company_validators'

const CompanyController = () => import('#app/tenancy/http/api/company_controller')

const BankAccounts = () => import('#app/tenancy/http/api/bank_accounts_controller')

const notFound = { status: 404, code: 'company_not_found', when: 'the tenant is not set up yet.' }

const noAccount = { status: 404, code: 'bank_account_not_found', when: 'there is no such account in use.' }

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/company', name: 'company.show', group: 'Company', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Show who sells: name, address and VAT id, as the next document prints them',
    controller: [CompanyController, 'show'], answers: { status: 200, shape: companyShape }, problems: [notFound],
  },
  {
    method: 'PATCH', path: '/company', name: 'company.update', group: 'Company', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Change who sells, for documents issued from now on',
    controller: [CompanyController, 'update'], body: changeCompanyForm, answers: { status: 200, shape: companyShape },
    problems: [notFound],
  },
  {
    method: 'GET', path: '/bank-accounts', name: 'bank_accounts.index', group: 'Bank', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List the accounts to which customers transfer money, those in use first',
    controller: [BankAccounts, 'index'], answers: { status: 200, shape: bankAccountShape, isList: true },
  },
  {
    method: 'POST', path: '/bank-accounts', name: 'bank_accounts.store', group: 'Bank', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Name the account of a currency: open invoices say from now on how to transfer to it',
    controller: [BankAccounts, 'store'], body: openBankAccountForm, answers: { status: 201, shape: bankAccountShape },
    problems: [
      { status: 422, code: 'iban_malformed', when: 'the check digits of the IBAN are wrong.' },
      { status: 422, code: 'currency_taken', when: 'an account is in use for this currency: close it first.' },
      { status: 422, code: 'iban_taken', when: 'the account is named for this currency already.' },
    ],
    isIdempotent: true,
  },
  {
    method: 'PUT', path: '/bank-accounts/:id', name: 'bank_accounts.update', group: 'Bank', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Correct holder, BIC and name of the bank', controller: [BankAccounts, 'update'], body: changeBankAccountForm,
    answers: { status: 200, shape: bankAccountShape }, problems: [noAccount],
  },
  {
    method: 'DELETE', path: '/bank-accounts/:id', name: 'bank_accounts.destroy', group: 'Bank', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Close an account: no invoice names it any more, and what still comes in on it is booked',
    controller: [BankAccounts, 'destroy'], answers: { status: 200, shape: bankAccountShape }, problems: [noAccount],
  },
] // prettier-ignore
