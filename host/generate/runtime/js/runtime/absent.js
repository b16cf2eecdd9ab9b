// Stands for the interfaces of the host in tests, where fakes implement them.
export default undefined;
