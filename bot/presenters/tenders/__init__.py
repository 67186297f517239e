"""What is shown. From tender notice to delivery partner: notices, answers, bids, contracts, returns, policies, providers."""
