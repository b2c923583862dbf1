// The quarter's trends of cases, and their review by senior management (docs/policies/dufferin-2-3-12.md, section 7).
export {};
