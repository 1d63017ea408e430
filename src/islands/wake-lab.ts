import { wakeFromAddress } from '../stores/lab-address.ts'

// The worker comes while the islands still do.
wakeFromAddress()
