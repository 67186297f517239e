"""From tender notice to delivery partner: notices, answers, bids, contracts, returns, policies, providers."""
