/** What middleware leaves for handlers. */
export interface HttpEnv {
  Variables: {
    /** Names this request in answers and in the log. */
    requestId: string;
  };
}
