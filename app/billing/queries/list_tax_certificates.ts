import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import {
  type CertificateFile,
  type CertificateSearch,
  type ListedCertificate,
  selectCertificateFile,
  selectCertificates,
} from '#app/billing/records/tax_certificates'

/** Which certificates of exemption were handed in, newest first? */
export function listTaxCertificates({
  size,
  ...search
}: Omit<CertificateSearch, 'limit'> & { size: number }): Promise<Page<ListedCertificate>> {
  return inReadTransaction(async () => toPage(await selectCertificates({ ...search, limit: size + 1 }), size))
}

/** The paper of a certificate. Null where it is not there for this customer (any, for staff). */
export function findCertificateFile(id: string, customerId: string | null): Promise<CertificateFile | null> {
  return inReadTransaction(() => selectCertificateFile(id, customerId))
}
