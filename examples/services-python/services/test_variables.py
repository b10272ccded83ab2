"""The variables of the test steps, each with the output of the reports stack that it holds."""

TEST_VARIABLES = {
    "API_URL": "ApiUrl",
    "JOB_QUEUE_ARN": "JobQueueArn",
    "MONTHLY_JOB_DEFINITION_ARN": "MonthlyJobDefinitionArn",
    "YEARLY_JOB_DEFINITION_ARN": "YearlyJobDefinitionArn",
    "CREATE_REPORT_FUNCTION_ARN": "CreateReportFunctionArn",
    "READ_REPORT_FUNCTION_ARN": "ReadReportFunctionArn",
    "SITE_SERVICE_ARN": "SiteServiceArn",
}
