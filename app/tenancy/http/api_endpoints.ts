import type { Endpoint } from '#app/shared/http/endpoint'
import { companyShape } from '#app/tenancy/http/transformers/company_transformers'
import { changeCompanyForm } from '#app/tenancy/http/validators/company_validators'

const CompanyController = () => import('#app/tenancy/http/api/company_controller')

const notFound = { status: 404, code: 'company_not_found', when: 'the tenant is not set up yet.' }

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/company', name: 'company.show', group: 'Company', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Show who sells: name, address, VAT id and bank account, as the next document prints them',
    controller: [CompanyController, 'show'], answers: { status: 200, shape: companyShape }, problems: [notFound],
  },
  {
    method: 'PATCH', path: '/company', name: 'company.update', group: 'Company', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Change who sells, for documents issued from now on',
    controller: [CompanyController, 'update'], body: changeCompanyForm, answers: { status: 200, shape: companyShape },
    problems: [
      notFound,
      { status: 422, code: 'iban_malformed', when: 'the IBAN is not one.' },
      { status: 422, code: 'iban_missing', when: 'a BIC or a bank is given without an IBAN.' },
    ],
  },
] // prettier-ignore
