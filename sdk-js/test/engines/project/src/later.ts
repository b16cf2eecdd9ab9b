export const later = await Promise.resolve("imported");
