/** What we read of the server's answers. @see https://docs.btcpayserver.org/API/Greenfield/v1/ */
export interface BtcpayInvoice {
  id: string
  storeId: string
  status: string
  additionalStatus: string
  amount: string
  paidAmount?: string
  currency: string
  metadata?: Record<string, unknown> | null
  checkoutLink: string
  createdTime: number
  expirationTime: number
  monitoringExpiration: number
}

export interface BtcpayMethod {
  paymentMethodId: string
  currency: string
  destination?: string | null
  paymentLink?: string | null
  rate: string
  totalPaid: string
  due: string
  activated?: boolean
  payments?: BtcpayTransfer[]
}

export interface BtcpayTransfer {
  id: string
  receivedDate: number
  value: string
  fee?: string
  status: string
}

export interface BtcpayPullPayment {
  id: string
  name?: string | null
  description?: string | null
  currency: string
  amount: string
  archived?: boolean
  viewLink?: string
}

export interface BtcpayPayout {
  id: string
  date: number | string
  originalAmount: string
  state: string
}
